using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using LearnCoin.Core.Anchoring;

namespace LearnCoin.Local.Chain;

// One call: what is sent, and what an answer is.
public sealed partial class JsonRpcChain
{
    private static JsonObject Call(string? from, string to, ReadOnlyMemory<byte> data)
    {
        var call = new JsonObject { ["to"] = to, ["data"] = "0x" + Convert.ToHexStringLower(data.Span) };
        if (from is not null)
        {
            call["from"] = from;
        }

        return call;
    }

    /// <summary>What the node's virtual machine answers: a revert is an answer, any other error is none.</summary>
    private async Task<JsonElement> ExecutedAsync(string method, JsonObject call, CancellationToken cancellationToken)
    {
        var answer = await CallAsync(method, [call, "latest"], cancellationToken);
        return ErrorOf(answer) is not { } error ? Result(answer, method)
            : NodeWording.IsRevert(error.Code, error.Message) ? throw new ChainRevertedException($"{method}: the contract reverts")
            : throw NodeWording.Error(method, error.Code, error.Message);
    }

    private async Task<JsonElement> ResultAsync(string method, JsonArray parameters, CancellationToken cancellationToken)
    {
        var answer = await CallAsync(method, parameters, cancellationToken);
        return ErrorOf(answer) is not { } error ? Result(answer, method) : throw NodeWording.Error(method, error.Code, error.Message);
    }

    /// <summary>The error; null when there is none. Some nodes send <c>"error": null</c> beside a result, others a null result beside an error.</summary>
    private static (long Code, string Message, string? Data)? ErrorOf(JsonElement answer)
    {
        if (!answer.TryGetProperty("error", out var error) || error.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var isObject = error.ValueKind == JsonValueKind.Object;
        return (
            isObject && error.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.Number && code.TryGetInt64(out var number) ? number : 0,
            isObject && error.TryGetProperty("message", out var message) ? message.ToString() : "",
            isObject && error.TryGetProperty("data", out var data) ? data.ToString() : null);
    }

    private static JsonElement Result(JsonElement answer, string method) => answer.TryGetProperty("result", out var result)
        ? result
        : throw new ChainUnavailableException($"The node answered {method} with neither result nor error");

    private async Task<JsonElement> CallAsync(string method, JsonArray parameters, CancellationToken cancellationToken)
    {
        var request = new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["id"] = Interlocked.Increment(ref lastId),
            ["method"] = method,
            ["params"] = parameters,
        };
        try
        {
            using var response = await http.PostAsJsonAsync(endpoint, request, cancellationToken);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
            {
                throw new ChainUnavailableException($"The endpoint takes no more calls now: {method}");
            }

            // Some nodes answer errors of the call with HTTP 4xx and a proper body; without one the endpoint is at fault.
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
            return answer.ValueKind == JsonValueKind.Object
                ? answer
                : throw new ChainUnavailableException($"The node answered {method} with something else than an object");
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException || IsTimeout(exception, cancellationToken))
        {
            throw new ChainUnavailableException(
                string.Create(CultureInfo.InvariantCulture, $"The node did not answer {method}: {exception.GetType().Name}"));
        }
    }

    private static bool IsTimeout(Exception exception, CancellationToken cancellationToken) =>
        exception is TaskCanceledException && !cancellationToken.IsCancellationRequested;
}
