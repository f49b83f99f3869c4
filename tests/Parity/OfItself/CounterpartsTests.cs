using LearnCoin.Core.Storage;
using LearnCoin.Parity.Compiling;
using LearnCoin.Parity.Counterparts;
using LearnCoin.Parity.Sources;

namespace LearnCoin.Parity.OfItself;

/// <summary>Each lack of a counterpart is told by name.</summary>
public sealed class CounterpartsTests
{
    [Fact]
    public void A_host_with_all_of_them_has_no_fault() => Assert.Empty(SmallHost.Faults());

    [Theory]
    [InlineData("[Function(\"Issue\")]", "", "The workflow Issue of Core has no orchestrator in src/Functions.")]
    [InlineData("[Function(\"Issue\")]", "[Function(\"Isue\")]", "The orchestrator Isue has no workflow of that name in Core.")]
    [InlineData("[Function(\"Sign\")]", "", "The activity Sign of Core has no activity function in src/Functions.")]
    [InlineData("[Function(\"StartWorkflow\")]", "", "The activity StartWorkflow of Core has no activity function in src/Functions.")]
    [InlineData("[ActivityTrigger] string input) => Run(\"Sign\")", "[OrchestrationTrigger] string input) => Run(\"Sign\")", "The activity Sign of Core has no activity function")]
    [InlineData("=> Run(\"Sign\")", "=> Run(\"Issue\")", "The function Sign names Issue.")]
    [InlineData("[Function(Purge)]", "", "The timer Purge of Core has no timer trigger in src/Functions.")]
    [InlineData("[Function(Purge)]", "[Function(\"Purje\")]", "The timer trigger Purje has no timer of that name in Core.")]
    [InlineData("\"5 * * * * *\"", "\"5 */2 * * * *\"", "The timer trigger Sweep fires by \"5 */2 * * * *\", and Core's timer every 00:01:00.")]
    [InlineData("=> Run(Purge)", "=> Run(\"Sweep\")", "The function Purge names Sweep.")]
    [InlineData("[Function(\"Mail\")]", "", "The queue mail of Core has no queue trigger in src/Functions.")]
    [InlineData("[QueueTrigger(\"mail\")]", "[QueueTrigger(\"post\")]", "The queue trigger Mail waits for post, which is no queue of Core.")]
    [InlineData("[Function(\"Health\")]", "", "The route healthz of the API has no HTTP function in src/Functions.")]
    [InlineData("v1/batches/{*rest}", "v1/batches", "The route v1/batches/{id} of the API has no HTTP function in src/Functions.")]
    [InlineData("v1/batches/{*rest}", "v1/batches/{id}/{*rest}", "The route v1/batches of the API has no HTTP function in src/Functions.")]
    [InlineData("v1/batches/{*rest}", "v1/batchez/{*rest}", "The HTTP function Batches has a route that the API does not know: v1/batchez/{*rest}")]
    [InlineData("Route = \"healthz\"", "Route = \"admin/healthz\"", "The HTTP function Health has a route that the Functions host keeps for itself: admin/healthz")]
    [InlineData("Route = \"{*path}\"", "Route = \"rest/{*path}\"", "There must be one HTTP function with the route {*path}.")]
    [InlineData("Route = \"healthz\"", "Route = \"{*path}\"", "There must be one HTTP function with the route {*path}.")]
    [InlineData("Route = \"healthz\"", "Route = \"v1/batches/{*rest}\"", "Several HTTP functions have the route \"v1/batches/{*rest}\": Batches, Health.")]
    [InlineData("Anonymous, Route = \"healthz\"", "Function, Route = \"healthz\"", "The HTTP function Health is not Anonymous.")]
    [InlineData("Anonymous, Route = \"healthz\"", "Anonymous, \"get\", Route = \"healthz\"", "The HTTP function Health names methods")]
    [InlineData("Alerts = null!,", "", "The port Alerts is not given.")]
    [InlineData("string Provider { get; set; }", "string Provided { get; set; }", "names Storage:Provider, which is no option.")]
    [InlineData("string Provider { get; set; } = \"\";", "string Provider { get; set; } = \"\"; public string? Uri { get; set; }", "The option Storage:Uri is not in")]
    public void A_change_of_the_host_is_told(string old, string text, string message) =>
        Assert.Contains(SmallHost.Faults(code: SmallHost.Code.Edit(old, text)), fault => fault.Contains(message, StringComparison.Ordinal));

    [Fact]
    public void What_Core_gets_anew_is_told_until_the_host_has_it()
    {
        var core = SmallHost.Core with
        {
            Workflows = new HashSet<string> { "Issue", "Deliver" },
            Activities = new HashSet<string> { "Sign", "Post" },
            Timers = new Dictionary<string, TimeSpan>(SmallHost.Core.Timers) { ["SweepOutbox"] = TimeSpan.FromMinutes(1) },
            Routes = [.. SmallHost.Core.Routes, Microsoft.AspNetCore.Routing.Patterns.RoutePatternFactory.Parse("v1/webhooks/{id}")],
            Queues = new HashSet<string> { "mail", "posts" },
            Options = new HashSet<string>(SmallHost.Core.Options) { "Mail:Host" },
            OptionalPorts = new HashSet<string>(SmallHost.Core.OptionalPorts) { "Pigeons" },
        };
        string[] names = ["Deliver", "Post", "SweepOutbox", "v1/webhooks/{id}", "posts", "Mail:Host", "Pigeons"];
        var faults = SmallHost.Faults(core);
        Assert.Equal(names.Length, faults.Count);
        Assert.All(names, name => Assert.Contains(faults, fault => fault.Contains($" {name} ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Core_that_uses_a_queue_and_names_none_is_told() => Assert.Equal(
        ["LearnCoin.Core.Mail.Sender of Core uses a queue, and no class QueueNames of Core names one."],
        SmallHost.Faults(SmallHost.Core with { Queues = new HashSet<string>() }, SmallHost.Code.Edit("[Function(\"Mail\")]", "")));

    [Fact]
    public void Queues_and_their_users_are_found_by_their_types()
    {
        Assert.Equal(["mail"], QueueCheck.NamesIn([typeof(QueueNames), typeof(MemoryQueue)]));
        Assert.Equal([typeof(Sender).FullName], QueueCheck.UsersIn([typeof(Sender), typeof(QueueNames), typeof(MemoryQueue), typeof(IQueue)]));
    }

    [Theory]
    [InlineData("\"Origin\": \"https://learncoin.example\",", "", "The option Origin is not in")]
    [InlineData("// \"Anchoring__Live__RpcUrl\": \"unset: live is closed\",", "", "The option Anchoring:Live:RpcUrl is not in")]
    [InlineData("Plans:starter:Limit", "Plans:starter:Limits", "names Plans:starter:Limits, which is no option.")]
    public void A_change_of_the_example_is_told(string old, string text, string message) => Assert.Contains(
        SmallHost.Faults(example: SmallHost.Example.Replace(old, text, StringComparison.Ordinal)), fault => fault.Contains(message, StringComparison.Ordinal));

    [Theory]
    [InlineData("0 * * * * *", 60)]
    [InlineData("30 */5 * * * *", 300)]
    [InlineData("0,30 * * * * *", 30)]
    [InlineData("5/15 * * * * *", 15)]
    [InlineData("0 0-59 * * * *", 60)]
    [InlineData("40 7 * * * *", 3600)]
    [InlineData("0 0 3 * * *", 86_400)]
    [InlineData("0 0 */7 * * *", null)]
    [InlineData("0,10 * * * * *", null)]
    [InlineData("0 0 0 * * 1", null)]
    [InlineData("* * * * *", null)]
    [InlineData("60 * * * * *", null)]
    [InlineData("0 0 0 1 * *", null)]
    [InlineData("%Schedule%", null)]
    public void The_period_of_an_NCRONTAB_expression_is_the_time_between_its_firings(string expression, int? seconds) =>
        Assert.Equal(seconds, (int?)Ncrontab.Period(expression)?.TotalSeconds);

    [Fact]
    public void Options_are_named_as_the_binder_names_them() => Assert.Equal(
        ["Origin", "Inner:Count", "Inner:Url", "Plans:*:Count", "Plans:*:Url"], OptionNames.Of(typeof(Sample)));

    [Fact]
    public void Of_the_repository_no_function_can_go_without_being_missed()
    {
        var functions = FunctionsCompilation.Ours;
        var triggers = Trigger.Read(functions);
        Assert.All(triggers.Where(static trigger => trigger.Kind is "Orchestration" or "Activity" or "Timer"), gone =>
        {
            var left = triggers.Where(trigger => trigger != gone).ToList();
            var faults = WorkflowCheck.Find(CoreSurface.Ours, functions, left).Concat(TimerCheck.Find(CoreSurface.Ours, functions, left));
            Assert.Contains($" {gone.Name} of Core has no ", Assert.Single(faults), StringComparison.Ordinal);
        });
        // Those of groups that are still without a route cannot be missed.
        var routes = CoreSurface.Ours.Routes.Select(static route => route.RawText!.Trim('/')).ToList();
        var https = triggers.Where(trigger => trigger.Kind == "Http" && routes.Exists(route => route.StartsWith(Group(trigger), StringComparison.Ordinal)));
        Assert.All(https, gone => Assert.Contains(
            RouteCheck.Find(CoreSurface.Ours, [.. triggers.Where(trigger => trigger != gone)]),
            fault => fault.Contains(Group(gone), StringComparison.Ordinal)));

        static string Group(Trigger trigger) => trigger.Route.Split("/{")[0];
    }

    [Fact]
    public void Of_the_repository_no_option_can_go_without_being_missed()
    {
        var example = SourceTree.Read(OptionCheck.Example);
        Assert.NotEmpty(CoreSurface.Ours.Options);
        Assert.All(CoreSurface.Ours.Options.Where(static option => !option.Contains('*', StringComparison.Ordinal)), option =>
        {
            var inEnvironment = option.Replace(":", "__", StringComparison.Ordinal);
            var without = example.Replace($"\"{option}\"", "\"\"", StringComparison.Ordinal).Replace($"\"{inEnvironment}\"", "\"\"", StringComparison.Ordinal);
            var fault = Assert.Single(OptionCheck.Find(CoreSurface.Ours, FunctionsCompilation.Ours, without));
            Assert.Contains($"The option {option} is not in", fault, StringComparison.Ordinal);
        });
    }

    private static class QueueNames
    {
        public const string Mail = "mail";
    }

    private sealed class Sender(IQueue queue)
    {
        public IQueue Queue => queue;
    }

    private sealed class Sample
    {
        public string? Origin { get; set; }

        public Inner Inner { get; set; } = new();

        public Dictionary<string, Inner> Plans { get; } = [];
    }

    private sealed class Inner
    {
        public int? Count { get; set; }

        public string Url { get; set; } = "";
    }
}
