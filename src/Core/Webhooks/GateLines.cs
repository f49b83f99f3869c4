namespace LearnCoin.Core.Webhooks;

/// <summary>Those at one endpoint or one host.</summary>
internal sealed class GateLine(Turnstile turns)
{
    public Turnstile Turns { get; } = turns;

    public int Users;
    public int TurnedAway;
}

/// <summary>A line for each endpoint or host that somebody is at; where nobody is, it is forgotten.</summary>
internal sealed class GateLines<TKey>(Func<Turnstile> create)
    where TKey : notnull
{
    private readonly Lock gate = new();
    private readonly Dictionary<TKey, GateLine> lines = [];

    public GateLine Join(TKey key)
    {
        lock (gate)
        {
            if (!lines.TryGetValue(key, out var line))
            {
                lines[key] = line = new GateLine(create());
            }

            line.Users++;
            return line;
        }
    }

    public void Quit(TKey key, GateLine line)
    {
        lock (gate)
        {
            if (--line.Users == 0)
            {
                lines.Remove(key);
            }
        }
    }
}
