using LearnCoin.Api;
using LearnCoin.Functions.Durable;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace LearnCoin.Functions.Http;

/// <summary>Between an HTTP trigger and the API.</summary>
public sealed class Handover(ApiPipeline api, DurableClients clients)
{
    internal async Task<IResult> AnswerAsync(HttpRequest request, DurableTaskClient client)
    {
        clients.Use(client);
        await api.InvokeAsync(request.HttpContext);
        // The answer is written; what is left to return changes nothing of it.
        return Results.Empty;
    }
}
