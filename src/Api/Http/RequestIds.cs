using LearnCoin.Core.Kernel;
using Microsoft.AspNetCore.Http;

namespace LearnCoin.Api.Http;

/// <summary>Gives every request its <c>req_</c> id: in the <c>X-Request-Id</c> header of every answer and in every error body.</summary>
internal sealed class RequestIds(RequestDelegate next, TimeProvider time, IEntropy entropy)
{
    public const string Header = "X-Request-Id";
    private static readonly object Key = new();

    public Task InvokeAsync(HttpContext context)
    {
        var id = "req_" + Ulid.Create(time.GetUtcNow(), entropy);
        context.Items[Key] = id;
        context.Response.Headers[Header] = id;
        return next(context);
    }

    public static string Of(HttpContext context) => context.Items[Key] as string
        ?? throw new InvalidOperationException("The request has no id: RequestIds must run first");
}
