using LearnCoin.Api.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LearnCoin.Api;

/// <summary>The HTTP surface as one delegate, for a host that has routed the request already. Built once, over the container that <see cref="LearnCoinApi.AddLearnCoinApi"/> filled.</summary>
public sealed class ApiPipeline
{
    private readonly RequestDelegate pipeline;

    /// <param name="services">The host's container.</param>
    public ApiPipeline(IServiceProvider services)
    {
        var app = new ApplicationBuilder(services);
        app.UseLearnCoinApi();
        pipeline = app.Build();
    }

    /// <summary>What the server must let pass of a body: the API checks while it reads and answers with its own error body; this is the wall behind it.</summary>
    public static void Limit(KestrelServerOptions kestrel)
    {
        ArgumentNullException.ThrowIfNull(kestrel);
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = RequestBody.BatchLimit + 1024;
    }

    /// <summary>Answers the request, whatever its path and method.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        // Routing passes over a request that has an endpoint: the host's own would run again. Its route values are no route values of ours.
        context.SetEndpoint(null);
        context.Request.RouteValues = new RouteValueDictionary();
        return pipeline(context);
    }
}
