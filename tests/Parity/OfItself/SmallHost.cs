using LearnCoin.Parity.Compiling;
using LearnCoin.Parity.Counterparts;
using LearnCoin.Parity.Sources;
using Microsoft.AspNetCore.Routing.Patterns;

namespace LearnCoin.Parity.OfItself;

/// <summary>A Core of few things and a host that has the counterpart of each: what the tests of the checks break.</summary>
internal static class SmallHost
{
    public static readonly CoreSurface Core = new()
    {
        Workflows = new HashSet<string> { "Issue", "Issue@1" },
        Activities = new HashSet<string> { "Sign" },
        Timers = new Dictionary<string, TimeSpan> { ["Sweep"] = TimeSpan.FromMinutes(1), ["Purge"] = TimeSpan.FromHours(1) },
        Routes = [.. Parse("/", "v1/batches", "v1/batches/{id}", "v1/batches/{id}/items/{item}.json", "healthz")],
        Queues = new HashSet<string> { "mail" },
        QueueUsers = new HashSet<string> { "LearnCoin.Core.Mail.Sender" },
        Options = new HashSet<string> { "Origin", "Anchoring:Live:RpcUrl", "Plans:*:Limit" },
        OptionalPorts = OptionalPortsOfCore(),
    };

    public static readonly SourceTree Code = SourceTree.Empty.With("src/Functions/Small.cs", """
        using LearnCoin.Core;
        using Microsoft.Azure.Functions.Worker;

        namespace LearnCoin.Functions
        {
            public static class Small
            {
                public const string Purge = "Purge";

                public static void Main()
                {
                }

                [Function("Issue")]
                public static string Issue([OrchestrationTrigger] string context) => Run("Issue");

                [Function("Sign")]
                public static string Sign([ActivityTrigger] string input) => Run("Sign");

                [Function("StartWorkflow")]
                public static string Start([ActivityTrigger] string input) => input;

                [Function("Sweep")]
                public static string Sweep([TimerTrigger("5 * * * * *")] string timer) => Run("Sweep");

                [Function(Purge)]
                public static string PurgeNow([TimerTrigger("0 7 * * * *")] string timer) => Run(Purge);

                [Function("Mail")]
                public static string Mail([QueueTrigger("mail")] string message) => message;

                [Function("Batches")]
                public static string Batches([HttpTrigger(AuthorizationLevel.Anonymous, Route = "v1/batches/{*rest}")] string request) => request;

                [Function("Health")]
                public static string Health([HttpTrigger(AuthorizationLevel.Anonymous, Route = "healthz")] string request) => request;

                [Function("Other")]
                public static string Other([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] string request) => request;

                public static CorePorts Ports() => new(null!, null!, null!, null!, null!, null!)
                {
                    Alerts = null!,
                    Documents = null!,
                    Sender = null!,
                    Hygiene = null!,
                    Runner = null,
                    Telemetry = null,
                    Journal = null!,
                    Mailer = null!,
                    MailRenderer = null!,
                    Queue = null!,
                };

                private static string Run(string name) => name;
            }
        }

        namespace LearnCoin.Functions.Hosting
        {
            public sealed class FunctionsOptions
            {
                public StorageOptions Storage { get; set; } = new();
            }

            public sealed class StorageOptions
            {
                public string Provider { get; set; } = "";
            }
        }
        """);

    public const string Example = """
        {
          "IsEncrypted": false,
          "Values": {
            "AzureWebJobsDisableHomepage": "true",
            "Origin": "https://learncoin.example",
            // "Anchoring__Live__RpcUrl": "unset: live is closed",
            "Plans:starter:Limit": "5",
            "Storage:Provider": "local"
          }
        }
        """;

    private static readonly VendorDeclarations Vendor = VendorDeclarations.Read(SourceTree.Empty.With("tests/Parity/Vendor/Worker.txt", """
        using System;
        using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

        namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions
        {
            public abstract class TriggerBindingAttribute : Attribute { }
        }

        namespace Microsoft.Azure.Functions.Worker
        {
            public sealed class FunctionAttribute : Attribute
            {
                public FunctionAttribute(string name);
            }

            public enum AuthorizationLevel
            {
                Anonymous = 0,
                Function = 2,
            }

            public sealed class OrchestrationTriggerAttribute : TriggerBindingAttribute { }

            public sealed class ActivityTriggerAttribute : TriggerBindingAttribute { }

            public sealed class TimerTriggerAttribute : TriggerBindingAttribute
            {
                public TimerTriggerAttribute(string schedule);
            }

            public sealed class QueueTriggerAttribute : TriggerBindingAttribute
            {
                public QueueTriggerAttribute(string queueName);
            }

            public sealed class HttpTriggerAttribute : TriggerBindingAttribute
            {
                public HttpTriggerAttribute(AuthorizationLevel level);
                public HttpTriggerAttribute(AuthorizationLevel level, params string[] methods);
                public string Route { get; set; }
            }
        }
        """));

    public static FunctionsCompilation Compile(SourceTree? code = null) => FunctionsCompilation.Of(code ?? Code, Vendor);

    /// <summary>All checks of counterparts.</summary>
    public static IReadOnlyList<string> Faults(CoreSurface? core = null, SourceTree? code = null, string example = Example)
    {
        var functions = Compile(code);
        Assert.Empty(functions.Faults());
        var triggers = Trigger.Read(functions);
        core ??= Core;
        return
        [
            .. WorkflowCheck.Find(core, functions, triggers),
            .. TimerCheck.Find(core, functions, triggers),
            .. QueueCheck.Find(core, triggers),
            .. RouteCheck.Find(core, triggers),
            .. OptionCheck.Find(core, functions, example),
            .. PortCheck.Find(core, functions),
        ];
    }

    private static IEnumerable<RoutePattern> Parse(params string[] routes) => routes.Select(static route => RoutePatternFactory.Parse(route));

    private static HashSet<string> OptionalPortsOfCore() => [.. CoreSurface.Ours.OptionalPorts];
}
