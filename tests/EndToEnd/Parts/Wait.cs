namespace LearnCoin.EndToEnd.Parts;

internal static class Wait
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    internal static async Task UntilAsync(string what, TimeSpan patience, Func<Task<bool>> probe)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await probe())
        {
            if (TimeProvider.System.GetElapsedTime(started) > patience)
            {
                throw new TimeoutException($"Not within {patience.TotalSeconds:0} s: {what}");
            }

            await Task.Delay(Pause);
        }
    }
}
