-- An event is stored once and never rewritten, not even by the owner.
CREATE TRIGGER events_are_final
BEFORE UPDATE OR DELETE OR TRUNCATE ON headwater.events
FOR EACH STATEMENT EXECUTE FUNCTION headwater.refuse_change();
