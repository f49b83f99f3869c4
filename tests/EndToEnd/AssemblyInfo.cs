using Xunit;

// Each class runs processes and waits on the clock: beside each other they would only be slower.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
