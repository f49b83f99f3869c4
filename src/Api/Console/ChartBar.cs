namespace LearnCoin.Api.Console;

/// <summary>A bar of a <see cref="Chart"/>.</summary>
/// <param name="Label">What it stands for, such as a day.</param>
/// <param name="Value">Its height against the others'; 0 or more.</param>
/// <param name="Text">The value for people, with its unit.</param>
public sealed record ChartBar(string Label, double Value, string Text)
{
    /// <summary>Class of a bar that is not like the others; the text says so too.</summary>
    public string? Tone { get; init; }
}
