using LearnCoin.Core.Kernel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LearnCoin.Api.Console;

/// <summary>The fields of a form. Held in memory alone: what is sent may hold names, and a file on disk would outlive the request.</summary>
internal sealed class ConsoleForm(IFormCollection fields)
{
    /// <summary>Bytes, where a form has no file.</summary>
    public const int DefaultLimit = 64 * 1024;

    private const int MostFields = 256;

    /// <summary>The first of its name without white space around it; empty when there is none.</summary>
    public string this[string name] => (fields[name].FirstOrDefault() ?? "").Trim();

    /// <summary>As above; null when empty.</summary>
    public string? Text(string name) => this[name] is { Length: > 0 } text ? text : null;

    /// <summary>All of a name, such as boxes that are ticked.</summary>
    public IReadOnlyList<string> All(string name) => [.. fields[name].Select(static value => value ?? "")];

    /// <summary>Whether a box is ticked.</summary>
    public bool Has(string name) => fields.ContainsKey(name);

    public IFormFile? File(string name) => fields.Files.GetFile(name);

    /// <returns>The form; unsupported_media_type, payload_too_large, invalid_field_format.</returns>
    public static async Task<Result<ConsoleForm>> ReadAsync(HttpContext context, int limit)
    {
        var request = context.Request;
        if (!request.HasFormContentType)
        {
            return new Error(ErrorCode.UnsupportedMediaType, "Content-Type: expected a form");
        }

        if (request.ContentLength > limit)
        {
            context.Response.Headers.Connection = "close";
            return TooLarge(limit);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            // Of a body that says no length.
            size.MaxRequestBodySize = limit;
        }

        try
        {
            return new ConsoleForm(await request.ReadFormAsync(
                new FormOptions
                {
                    MemoryBufferThreshold = limit,
                    MultipartBodyLengthLimit = limit,
                    ValueLengthLimit = limit,
                    ValueCountLimit = MostFields,
                },
                context.RequestAborted));
        }
        catch (InvalidDataException)
        {
            return new Error(ErrorCode.InvalidFieldFormat, "The form could not be read: it is malformed or too large");
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TooLarge(limit);
        }
    }

    private static Error TooLarge(int limit) => new(ErrorCode.PayloadTooLarge, $"The form is larger than {limit} bytes");
}
