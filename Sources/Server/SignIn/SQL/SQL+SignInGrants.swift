extension SignInSQL {
    static let grants = """
        GRANT SELECT, INSERT, UPDATE, DELETE
        ON headwater.credentials, headwater.sessions, headwater.sign_in_attempts
        TO headwater_app
        """
}
