import Server

await runHeadwater()
