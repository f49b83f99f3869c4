namespace LearnCoin.Core.JsonLd;

/// <summary>
/// A document or context that JSON-LD processing refuses. The message may quote a member's name, never a value: values may be personal.
/// </summary>
public sealed class JsonLdException : Exception
{
    /// <param name="code">A JSON-LD 1.1 API error code, or one of the safe-mode and input codes of <see cref="JsonLdErrorCodes"/>.</param>
    /// <param name="pointer">RFC 6901 pointer into the document, or null when the fault is in a context or has no one place.</param>
    /// <param name="detail">What to say besides the code; must not hold a value of the document.</param>
    /// <param name="innerException">The cause, when another exception is wrapped.</param>
    public JsonLdException(string code, string? pointer = null, string? detail = null, Exception? innerException = null)
        : base(Compose(code, pointer, detail), innerException)
    {
        Code = code;
        Pointer = pointer;
    }

    /// <summary>The error code, for example "invalid term definition" (JSON-LD 1.1 API, 9.6 JsonLdErrorCode) or "unmapped member".</summary>
    public string Code { get; }

    /// <summary>Where in the document (RFC 6901), or null.</summary>
    public string? Pointer { get; }

    private static string Compose(string code, string? pointer, string? detail) =>
        code + (detail is null ? "" : ": " + detail) + (pointer is null ? "" : " (at \"" + pointer + "\")");
}
