using BenchmarkDotNet.Running;
using LearnCoin.Benchmarks;

return args switch
{
    ["documents", var folder] => Measurement.WriteDocuments(folder),
    ["measure", var file, var seconds] => Measurement.Run(file, double.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture)),
    _ => BenchmarkDotNetRun(args),
};

static int BenchmarkDotNetRun(string[] args)
{
    BenchmarkSwitcher.FromAssembly(typeof(CanonicalizeBenchmark).Assembly).Run(args);
    return 0;
}
