using Xunit;

// Each class runs processes and mostly waits for blocks and clocks: two at a time take half as long. More would wait for the cores, and miss times.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
