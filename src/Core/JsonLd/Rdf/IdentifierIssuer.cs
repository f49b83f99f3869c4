namespace LearnCoin.Core.JsonLd;

/// <summary>Gives blank nodes numbers in the order they are asked for (RDFC-1.0, 4.6).</summary>
internal sealed class IdentifierIssuer
{
    private readonly Dictionary<int, int> _numbers;

    public IdentifierIssuer() => _numbers = [];

    private IdentifierIssuer(IdentifierIssuer other)
    {
        _numbers = new Dictionary<int, int>(other._numbers);
        Order = [.. other.Order];
    }

    /// <summary>The nodes in the order they were first asked for.</summary>
    public List<int> Order { get; } = [];

    public IdentifierIssuer Copy() => new(this);

    public bool TryGet(int node, out int number) => _numbers.TryGetValue(node, out number);

    public int Issue(int node)
    {
        if (!_numbers.TryGetValue(node, out int number))
        {
            number = Order.Count;
            _numbers.Add(node, number);
            Order.Add(node);
        }

        return number;
    }
}
