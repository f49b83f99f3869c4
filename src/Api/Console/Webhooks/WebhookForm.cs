using LearnCoin.Core.Kernel;

namespace LearnCoin.Api.Console.Webhooks;

/// <summary>What is entered of an endpoint.</summary>
/// <param name="Url">Where to.</param>
/// <param name="Events">Types.</param>
/// <param name="Description">The tenant's own words.</param>
public sealed record WebhookForm(string Url, IReadOnlyList<string> Events, string? Description)
{
    /// <summary>Nothing entered yet.</summary>
    internal static WebhookForm Empty { get; } = new("", [], null);

    internal static WebhookForm Of(ConsoleForm form) => new(form["url"], form.All("events"), form.Text("description"));

    internal static WebhookForm Of(Core.Webhooks.WebhookEndpoint endpoint) => new(endpoint.Url, endpoint.Events, endpoint.Description);

    /// <summary>The body that the API would be sent: so that a page allows what the API allows.</summary>
    internal byte[] Body() => ApiJson.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("url", Url);
        json.WriteStartArray("events");
        foreach (var type in Events)
        {
            json.WriteStringValue(type);
        }

        json.WriteEndArray();
        json.WriteString("description", Description);
        json.WriteEndObject();
    });

    /// <summary>The URL may hold a secret.</summary>
    public override string ToString() => nameof(WebhookForm);
}

/// <summary>What is wrong in a form, a sentence a field.</summary>
/// <param name="Whole">Of the form as a whole; null: it is the fields alone.</param>
/// <param name="Fields">By name.</param>
public sealed record WebhookFaults(string? Whole, IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>Of an error that names fields by pointers, in the words of the page.</summary>
    internal static WebhookFaults Of(ConsoleCall call, Error error)
    {
        var texts = call.Texts(WebhookPages.Texts);
        var fields = error.Details.Select(static fault => fault.Pointer.Split('/').ElementAtOrDefault(1) ?? "")
            .Distinct(StringComparer.Ordinal)
            .Where(name => texts.Find("fault." + name) is not null)
            .ToDictionary(static name => name, name => texts["fault." + name], StringComparer.Ordinal);
        return new WebhookFaults(fields.Count > 0 ? null : Refusals.Sentence(error, call.Language), fields);
    }
}
