/// One object of the database: a file of `Migrations/SQL`, embedded when the program is built.
///
/// Its name is `<migration>-<order>-<object>.sql`, all digits written out, so that files sorted by
/// name are in the order of application. SwiftPM calls the constant after the file, its first
/// letter and all punctuation turned into `_`; a test compares this list with the folder.
package struct SQLFile: Sendable {
    package let name: String
    package let sql: String

    package init(name: String, sql: String) {
        self.name = name
        self.sql = sql
    }

    private init(_ name: String, _ bytes: [UInt8]) {
        self.init(name: name, sql: String(decoding: bytes, as: UTF8.self))
    }

    /// The migration that it belongs to.
    var migration: Int32? { Int32(name.prefix { $0 != "-" }) }

    package static let all: [SQLFile] = [
        SQLFile("001-010-logs.sql", PackageResources._01_010_logs_sql),
        SQLFile("001-020-events.sql", PackageResources._01_020_events_sql),
        SQLFile("001-030-streams.sql", PackageResources._01_030_streams_sql),
        SQLFile("001-040-claims.sql", PackageResources._01_040_claims_sql),
        SQLFile("001-060-intakes.sql", PackageResources._01_060_intakes_sql),
        SQLFile("001-070-prefix-hashes.sql", PackageResources._01_070_prefix_hashes_sql),
        SQLFile("001-080-checkpoints.sql", PackageResources._01_080_checkpoints_sql),
        SQLFile("001-090-read-models.sql", PackageResources._01_090_read_models_sql),
        SQLFile("001-100-refuse-change.sql", PackageResources._01_100_refuse_change_sql),
        SQLFile("001-110-events-are-final.sql", PackageResources._01_110_events_are_final_sql),
        SQLFile("001-120-open-log.sql", PackageResources._01_120_open_log_sql),
        SQLFile("001-125-lock-log.sql", PackageResources._01_125_lock_log_sql),
        SQLFile("001-128-last-id.sql", PackageResources._01_128_last_id_sql),
        SQLFile("001-130-append-outcome.sql", PackageResources._01_130_append_outcome_sql),
        SQLFile("001-140-append.sql", PackageResources._01_140_append_sql),
        SQLFile("001-144-append-wave.sql", PackageResources._01_144_append_wave_sql),
        SQLFile("001-148-append-one.sql", PackageResources._01_148_append_one_sql),
        SQLFile("001-150-start-epoch.sql", PackageResources._01_150_start_epoch_sql),
        SQLFile("001-160-record-hashes.sql", PackageResources._01_160_record_hashes_sql),
        SQLFile("001-170-position-at.sql", PackageResources._01_170_position_at_sql),
        SQLFile("001-180-grants.sql", PackageResources._01_180_grants_sql),
        SQLFile("002-010-credentials.sql", PackageResources._02_010_credentials_sql),
        SQLFile("002-020-sessions.sql", PackageResources._02_020_sessions_sql),
        SQLFile("002-030-sign-in-attempts.sql", PackageResources._02_030_sign_in_attempts_sql),
        SQLFile("002-040-sign-in-grants.sql", PackageResources._02_040_sign_in_grants_sql),
        SQLFile("002-050-enrolment-codes.sql", PackageResources._02_050_enrolment_codes_sql),
        SQLFile("002-060-enrolment-grants.sql", PackageResources._02_060_enrolment_grants_sql),
    ]
}
