using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace LearnCoin.Functions.Http;

/// <summary>
/// The HTTP triggers. Each hands its request to the pipeline that the embedded host serves too: routes, methods, errors and keys are its
/// business. So no trigger names a method (none means all) or asks for a key of Azure's. They are several for the host's own figures alone.
/// </summary>
public sealed class HttpFunctions(Handover api)
{
    [Function("Batches")]
    public Task<IResult> BatchesAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "v1/batches/{*rest}")] HttpRequest request, [DurableClient] DurableTaskClient client) => api.AnswerAsync(request, client);

    [Function("Credentials")]
    public Task<IResult> CredentialsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "v1/credentials/{*rest}")] HttpRequest request, [DurableClient] DurableTaskClient client) => api.AnswerAsync(request, client);

    [Function("Tenants")]
    public Task<IResult> TenantsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "v1/tenants/{*rest}")] HttpRequest request, [DurableClient] DurableTaskClient client) => api.AnswerAsync(request, client);

    [Function("Webhooks")]
    public Task<IResult> WebhooksAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "v1/webhooks/{*rest}")] HttpRequest request, [DurableClient] DurableTaskClient client) => api.AnswerAsync(request, client);

    [Function("Claims")]
    public Task<IResult> ClaimsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "v1/claims/{*rest}")] HttpRequest request, [DurableClient] DurableTaskClient client) => api.AnswerAsync(request, client);

    [Function("ErasureRequests")]
    public Task<IResult> ErasureRequestsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "v1/erasure-requests/{*rest}")] HttpRequest request, [DurableClient] DurableTaskClient client) => api.AnswerAsync(request, client);

    [Function("Console")]
    public Task<IResult> ConsoleAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "console/{*rest}")] HttpRequest request, [DurableClient] DurableTaskClient client) => api.AnswerAsync(request, client);

    /// <summary><c>/</c> and all that no other takes, also what is at no address of ours: its 404 has our error body.</summary>
    [Function("Other")]
    public Task<IResult> OtherAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request, [DurableClient] DurableTaskClient client) => api.AnswerAsync(request, client);
}
