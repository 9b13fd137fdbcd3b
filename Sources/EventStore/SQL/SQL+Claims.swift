extension SQL {
    /// Who holds what is unique.
    static let claims = """
        CREATE TABLE headwater.claims (
            log_id smallint NOT NULL,
            claim text COLLATE "C" NOT NULL,
            stream text COLLATE "C" NOT NULL,
            PRIMARY KEY (log_id, claim)
        )
        """
}
