using LearnCoin.Core.Kernel;

namespace LearnCoin.Core.Requests;

/// <summary>Collects the faults of one body: the first at each pointer, at most <see cref="Error.MaxDetails"/>.</summary>
internal sealed class FaultList
{
    private readonly List<Fault> faults = [];
    private readonly HashSet<string> pointers = new(StringComparer.Ordinal);

    /// <summary>Faults told so far, those beyond the limit included: a change means that something was wrong.</summary>
    public int Count { get; private set; }

    public IReadOnlyList<Fault> Faults => faults;

    public bool IsFull => faults.Count >= Error.MaxDetails;

    /// <param name="expected">What was expected there; never the given value.</param>
    public void Add(ErrorCode code, JsonPath path, string expected)
    {
        Count++;
        if (IsFull)
        {
            return;
        }

        var pointer = path.ToString();
        if (pointers.Add(pointer))
        {
            faults.Add(new Fault(code, pointer, $"{(pointer.Length == 0 ? "The body" : pointer)} {expected}"));
        }
    }

    public void Missing(JsonPath path, string expected) => Add(ErrorCode.MissingRequiredField, path, "is required: " + expected);

    public void Invalid(JsonPath path, string expected) => Add(ErrorCode.InvalidFieldFormat, path, expected);

    /// <summary>The error of the whole body, or null when nothing was wrong.</summary>
    public Error? ToError() => faults.Count == 0 ? null : new Error(faults[0].Code, faults[0].Message) { Details = faults };
}
