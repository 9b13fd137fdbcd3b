/// The database's objects, one a file. Migrations run them; nothing else does.
enum SQL {}
