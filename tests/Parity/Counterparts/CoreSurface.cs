using System.Reflection;
using LearnCoin.Api;
using LearnCoin.Core;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace LearnCoin.Parity.Counterparts;

/// <summary>What Core, with the HTTP surface over it, asks of a host: read from the running product, not from its source.</summary>
internal sealed record CoreSurface
{
    public required IReadOnlySet<string> Workflows { get; init; }

    public required IReadOnlySet<string> Activities { get; init; }

    /// <summary>Periods by name.</summary>
    public required IReadOnlyDictionary<string, TimeSpan> Timers { get; init; }

    public required IReadOnlyList<RoutePattern> Routes { get; init; }

    public required IReadOnlySet<string> Queues { get; init; }

    /// <summary>Full names of types that use a queue.</summary>
    public required IReadOnlySet<string> QueueUsers { get; init; }

    /// <summary>Such as <c>Anchoring:Live:RpcUrl</c>; <c>*</c> stands for a key of a dictionary.</summary>
    public required IReadOnlySet<string> Options { get; init; }

    /// <summary>Ports that <see cref="CorePorts"/> has a default for.</summary>
    public required IReadOnlySet<string> OptionalPorts { get; init; }

    public static CoreSurface Ours { get; } = Read();

    private static CoreSurface Read()
    {
        // Made, not run: no port is asked for anything.
        var ports = new CorePorts(
            new MemoryTables(), Unused<IKeys>.Create(), Unused<IWorkflows>.Create(), new AnchorNetworks([]), TimeProvider.System, SystemEntropy.Instance);
        var core = new LearnCoinCore(new LearnCoinOptions { PublicOrigin = "https://learncoin.example" }, ports);
        var catalog = new WorkflowCatalog();
        core.Register(catalog);
        var types = typeof(LearnCoinCore).Assembly.GetTypes();
        return new CoreSurface
        {
            Workflows = catalog.Workflows.Keys.ToHashSet(StringComparer.Ordinal),
            Activities = catalog.Activities.Keys.ToHashSet(StringComparer.Ordinal),
            Timers = core.Timers.All.ToDictionary(static task => task.Name, static task => task.Period, StringComparer.Ordinal),
            Routes = RoutesOf(core),
            Queues = QueueCheck.NamesIn(types).ToHashSet(StringComparer.Ordinal),
            QueueUsers = QueueCheck.UsersIn(types).ToHashSet(StringComparer.Ordinal),
            Options = OptionNames.Of(typeof(LearnCoinOptions)).ToHashSet(StringComparer.Ordinal),
            OptionalPorts = typeof(CorePorts).GetProperties()
                .Select(static port => port.Name)
                .Except(typeof(CorePorts).GetConstructors().SelectMany(static maker => maker.GetParameters()).Select(static parameter => parameter.Name!))
                .ToHashSet(StringComparer.Ordinal),
        };
    }

    private static List<RoutePattern> RoutesOf(LearnCoinCore core)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(core);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IEntropy>(SystemEntropy.Instance);
        builder.Services.AddLearnCoinApi();
        using var app = builder.Build();
        ((IApplicationBuilder)app).UseLearnCoinApi();
        return [.. app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(static endpoint => endpoint.RoutePattern)];
    }

    /// <summary>A port that must not be asked.</summary>
#pragma warning disable CA1852 // The proxy of a port is made of a class derived from it.
    internal class Unused<TPort> : DispatchProxy
#pragma warning restore CA1852
        where TPort : class
    {
        public static TPort Create() => Create<TPort, Unused<TPort>>();

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            throw new InvalidOperationException($"{typeof(TPort).Name}.{targetMethod?.Name} was called while the product was only put together");
    }
}
