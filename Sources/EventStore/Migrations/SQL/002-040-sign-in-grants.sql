-- The server works on these tables directly: they hold no history.
GRANT SELECT, INSERT, UPDATE, DELETE
ON headwater.credentials, headwater.sessions, headwater.sign_in_attempts
TO headwater_app;
