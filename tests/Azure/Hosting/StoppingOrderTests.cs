using LearnCoin.Functions.Hosting;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LearnCoin.Azure.Tests.Hosting;

/// <summary>What the worker ends when it is told to stop, and in which order.</summary>
public sealed class StoppingOrderTests
{
    [Fact]
    public void The_writer_of_the_request_log_stops_after_the_web_server_whose_last_requests_it_writes()
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            // What the Functions host tells a worker; nothing is called.
            ["Functions:Worker:HostEndpoint"] = "http://127.0.0.1:1",
            ["Functions:Worker:WorkerId"] = "worker",
            ["Functions:Worker:RequestId"] = "request",
            ["Functions:Worker:GrpcMaxMessageLength"] = "1024",
            ["PublicOrigin"] = "https://creds.example",
            ["Storage:Provider"] = "local",
            ["Keys:Provider"] = "local",
            ["Proxy:Hops"] = "1",
            ["DataDirectory"] = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
        });
        using var app = WorkerApp.Build(builder);

        // The host starts them in this order and stops them in the opposite one.
        var services = app.Services.GetServices<IHostedService>().Select(static service => service.GetType().Name).ToList();
        Assert.True(
            services.IndexOf("RequestLogWriter") < services.IndexOf("GenericWebHostService") && services.Contains("RequestLogWriter"),
            "Started in the order " + string.Join(", ", services));
    }
}
