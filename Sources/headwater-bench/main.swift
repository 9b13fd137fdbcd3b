import Bench

await runBench()
