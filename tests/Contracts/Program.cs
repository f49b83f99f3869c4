using LearnCoin.Contracts.Storage;

// A test run does not come here; the tests start this program to have a process they can kill or measure.
return args switch
{
    ["write", var path] => await KilledWriter.RunAsync(path),
    ["measure", var path] => await Measure.RunAsync(path),
    _ => 2,
};
