import Field

await FieldMain.run()
