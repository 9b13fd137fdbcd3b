GRANT SELECT, INSERT, UPDATE, DELETE ON headwater.enrolment_codes TO headwater_app;
