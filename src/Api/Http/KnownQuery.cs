using System.Globalization;
using LearnCoin.Core.Kernel;
using Microsoft.AspNetCore.Http;

namespace LearnCoin.Api.Http;

/// <summary>Reads a query: every parameter known, given once, of the right form. The first fault is told, by the parameter's name.</summary>
internal sealed class KnownQuery
{
    private const int DefaultPage = 25;
    private const int LargestPage = 100;

    private readonly IQueryCollection query;

    public KnownQuery(HttpContext context, params ReadOnlySpan<string> known)
    {
        query = context.Request.Query;
        foreach (var (name, values) in query)
        {
            if (!known.Contains(name))
            {
                // The name comes from outside: told short, and without what could break a log line.
                Fault = Invalid(new string([.. name.Take(40).Where(static c => !char.IsControl(c))]), $"expected no such parameter; known are {string.Join(", ", known)}");
                return;
            }

            if (values.Count != 1)
            {
                Fault = Invalid(name, "expected one value");
                return;
            }
        }
    }

    /// <summary>What is wrong; null so far.</summary>
    public Error? Fault { get; private set; }

    /// <summary>Page size.</summary>
    public int Limit() => Read(
        "limit",
        $"expected a whole number from 1 to {LargestPage}",
        static text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= LargestPage ? limit : (int?)null)
        ?? DefaultPage;

    /// <param name="name">The parameter.</param>
    /// <param name="expected">"expected …", told when it is of another form.</param>
    /// <param name="parse">Gives the value, or null when it is not of that form.</param>
    /// <returns>Null when it is absent or faulty.</returns>
    public T? Read<T>(string name, string expected, Func<string, T?> parse)
        where T : struct
    {
        if (!query.TryGetValue(name, out var text))
        {
            return null;
        }

        var value = parse(text.ToString());
        Fault ??= value is null ? Invalid(name, expected) : null;
        return value;
    }

    /// <summary>As <see cref="Read"/>, for texts.</summary>
    public string? Text(string name, string expected, Func<string, string?> parse)
    {
        if (!query.TryGetValue(name, out var text))
        {
            return null;
        }

        var value = parse(text.ToString());
        Fault ??= value is null ? Invalid(name, expected) : null;
        return value;
    }

    private static Error Invalid(string name, string expected) => new(ErrorCode.InvalidFieldFormat, $"{name}: {expected}");
}
