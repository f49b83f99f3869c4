using System.Net;
using System.Text.Json;

namespace LearnCoin.Functions.Adapters;

/// <summary>
/// Makes Nethereum see what the embedded client sees: a refusal that a node sends with HTTP 4xx and a proper body is an answer (Nethereum
/// would look at the status only), and a body with neither result nor error is none (Nethereum would read it as null, "not there").
/// </summary>
internal sealed class NodeAnswers(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
            {
                throw new HttpRequestException("The endpoint takes no more calls now");
            }

            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            if (!IsAnswer(body))
            {
                throw new HttpRequestException("The node's answer has neither result nor error");
            }

            response.StatusCode = HttpStatusCode.OK;
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static bool IsAnswer(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        var answer = document.RootElement;
        return answer.ValueKind == JsonValueKind.Object
            && (answer.TryGetProperty("result", out _) || (answer.TryGetProperty("error", out var error) && error.ValueKind != JsonValueKind.Null));
    }
}
