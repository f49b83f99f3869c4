using System.Globalization;
using System.Text.Json;
using LearnCoin.Load;

// bench/load/run [BATCHES [SIZE]]: POSTs of batches to the delivered program, p50/p95/p99 of the 202.
var (count, size) = (Argument(0, 50), Argument(1, 500));
var root = new DirectoryInfo(AppContext.BaseDirectory);
while (!File.Exists(Path.Combine(root.FullName, "LearnCoin.sln")))
{
    root = root.Parent ?? throw new InvalidOperationException("LearnCoin.sln is not above the program's folder");
}

var load = LoadAverage();
await using var service = await LoadService.StartAsync(root.FullName);
var bodies = Enumerable.Range(0, count).Select(i => LoadBody.Of(size, i)).ToList();
var run = new LoadRun(service, bodies, size);
// What a host that just started does, told by itself; then the runtime compiles the hot code, which a running service has behind it.
var first = await new LoadRun(service, Others(10, 1), size).QuietAsync("Just started");
await new LoadRun(service, Others(30, 11), size).BusyAsync("Warm up", 2);
LoadResult[] results = [first, await run.QuietAsync("One client, host idle"), await run.BusyAsync("One client", 1), await run.BusyAsync("Two clients", 2)];

Console.WriteLine($"{count} batches of {size} typical credentials ({bodies[0].Length / 1024.0:0} KiB each), {Environment.ProcessorCount} cores, load average before: {load}");
Console.WriteLine($"{"",-24}{"p50",8}{"p95",8}{"p99",8}{"max",8} ms{"accepted/s",12}{"anchored/s",12}{"host CPU s",12}{"RSS MiB",16}");
foreach (var result in results)
{
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{result.Name,-24}{result.P50,8:0}{result.P95,8:0}{result.P99,8:0}{result.Max,8:0}   {result.AcceptedPerSecond,12:0}{result.AnchoredPerSecond,12:0}{result.HostSeconds,12:0.0}{$"{result.ResidentBefore:0} > {result.ResidentAfter:0}",16}"));
}

var file = Path.Combine(root.FullName, "bench/load/results.json");
var report = new { batches = count, credentials_per_batch = size, body_bytes = bodies[0].Length, cores = Environment.ProcessorCount, load_average_before = load, results };
File.WriteAllText(file, JsonSerializer.Serialize(report, LoadJson.Options) + "\n");
return 0;

List<byte[]> Others(int number, int from) => [.. Enumerable.Range(from, number).Select(i => LoadBody.Of(size, -i))];

int Argument(int index, int otherwise) => args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;

static string LoadAverage() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

internal static class LoadJson
{
    public static JsonSerializerOptions Options { get; } = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}
