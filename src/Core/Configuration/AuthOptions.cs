namespace LearnCoin.Core.Configuration;

/// <summary>Who may sign in to the console as an operator.</summary>
public sealed class AuthOptions
{
    /// <summary>SHA-256 of the operators' token, 64 hexadecimal digits, as <c>learncoin operators new-token</c> prints it; null: nobody signs in by token.</summary>
    public string? OperatorTokenHash { get; set; }

    /// <summary>
    /// Whether the headers of App Service Authentication ("Easy Auth") name who calls. Only where that stands in front of every request: anyone
    /// else could send such a header.
    /// </summary>
    public bool EasyAuth { get; set; }

    /// <summary>With <see cref="EasyAuth"/>: the object ids of those who are operators.</summary>
    public IList<string> Operators { get; } = [];
}
