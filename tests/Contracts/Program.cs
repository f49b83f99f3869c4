using LearnCoin.Contracts.Storage;
using LearnCoin.Contracts.Workflows;

// A test run does not come here; the tests start this program to have a process they can kill or measure.
return args switch
{
    ["write", var path] => await KilledWriter.RunAsync(path),
    ["host", var path] => await KilledHost.RunAsync(path),
    ["measure-requests", var path, var count] => await MeasureRequests.RunAsync(path, int.Parse(count, System.Globalization.CultureInfo.InvariantCulture)),
    ["measure", var path] => await Measure.RunAsync(path),
    _ => 2,
};
