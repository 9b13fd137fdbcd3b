// FieldTests
