using System.Text.Json;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Requests;

namespace LearnCoin.Core.Batches;

/// <summary>Reads the body of <c>POST /v1/batches</c> and tells all its faults together (spec/api.md "Batches", "Errors").</summary>
public static class BatchRequestReader
{
    private const string Credentials = "credentials";

    /// <param name="utf8Body">The body as it came.</param>
    /// <param name="reserved">Ids that no tenant-given object may have.</param>
    /// <returns>
    /// The request, or an error whose code is the first fault's: <c>invalid_json</c>, <c>missing_required_field</c>,
    /// <c>invalid_field_format</c>, <c>recipient_id_invalid</c>, <c>achievement_too_large</c>, <c>batch_too_large</c>,
    /// <c>alignment_framework_unknown</c> (all 400), or <c>external_id_exists</c> (409) when two entries of this body have the same.
    /// </returns>
    public static Result<BatchRequest> Read(ReadOnlyMemory<byte> utf8Body, ReservedIds reserved)
    {
        ArgumentNullException.ThrowIfNull(reserved);
        var parsed = StrictJson.Parse(utf8Body);
        if (!parsed.IsOk)
        {
            return parsed.Error;
        }

        using var document = parsed.Value;
        var faults = new FaultList();
        var inputs = ReadEnvelope(document.RootElement, reserved, faults);
        var error = faults.ToError();
        return error is null ? new BatchRequest(inputs) : error;
    }

    private static List<CredentialInput> ReadEnvelope(JsonElement body, ReservedIds reserved, FaultList faults)
    {
        var inputs = new List<CredentialInput>();
        if (body.ValueKind != JsonValueKind.Object)
        {
            faults.Invalid(JsonPath.Root, "must be an object with the member credentials");
            return inputs;
        }

        var path = JsonPath.Root.Member(Credentials);
        if (!body.TryGetProperty(Credentials, out var list))
        {
            faults.Missing(path, $"an array of 1 to {BatchRequest.MaxCredentials} credentials");
        }
        else if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            faults.Invalid(path, $"must be an array of 1 to {BatchRequest.MaxCredentials} credentials");
        }
        else if (list.GetArrayLength() > BatchRequest.MaxCredentials)
        {
            faults.Add(ErrorCode.BatchTooLarge, path, $"holds {list.GetArrayLength()} credentials; at most {BatchRequest.MaxCredentials} are taken");
            return inputs;
        }
        else
        {
            ReadAll(list, path, reserved, faults, inputs);
        }

        Members.RefuseUnknown(body, JsonPath.Root, faults, Credentials);
        return inputs;
    }

    private static void ReadAll(JsonElement list, JsonPath path, ReservedIds reserved, FaultList faults, List<CredentialInput> inputs)
    {
        var reader = new CredentialReader(faults, reserved);
        var index = 0;
        foreach (var element in list.EnumerateArray())
        {
            if (faults.IsFull)
            {
                return;
            }

            if (reader.Read(element, path.Item(index)) is { } input)
            {
                inputs.Add(input);
            }

            index++;
        }
    }
}
