using LearnCoin.Parity.Compiling;
using LearnCoin.Parity.Counterparts;
using LearnCoin.Parity.House;
using LearnCoin.Parity.Sources;

namespace LearnCoin.Parity;

/// <summary>Holds src/Functions, which this configuration does not build, against Core.</summary>
public sealed class ParityTests
{
    private static readonly FunctionsCompilation Functions = FunctionsCompilation.Ours;
    private static readonly CoreSurface Core = CoreSurface.Ours;
    private static readonly Lazy<IReadOnlyList<Trigger>> Triggers = new(static () => Trigger.Read(Functions));

    [Fact]
    public void It_compiles_against_Core_and_the_declared_surface_of_the_vendors()
    {
        Fault.None(VendorDeclarations.Ours.Faults);
        Fault.None(Functions.Faults(), VendorHint);
    }

    [Fact]
    public void No_declaration_is_needless()
    {
        // What does not bind uses nothing: half of the list would be noise.
        Assert.False(Functions.Faults().Any(), "src/Functions does not compile; that comes first.");
        Fault.None(VendorUse.Of(Functions).Needless());
    }

    [Fact]
    public void Every_declared_assembly_is_of_the_version_that_is_pinned() =>
        Fault.None(DeclaredVersions.Find(SourceTree.Load(VendorDeclarations.Folder, "*.txt"), SourceTree.Read("Directory.Packages.props")));

    [Fact]
    public void Every_function_is_fired_by_something_and_no_two_have_one_name() => Fault.None(
        Triggers.Value.Where(static trigger => trigger.Kind.Length == 0).Select(static trigger => $"{trigger.At}: The function {trigger.Name} has no trigger.")
            .Concat(Triggers.Value.GroupBy(static trigger => trigger.Name, StringComparer.OrdinalIgnoreCase).Where(static same => same.Count() > 1)
                .Select(static same => $"Several functions are named {same.Key}.")));

    [Fact]
    public void Every_workflow_and_activity_of_Core_has_its_function() => Fault.None(WorkflowCheck.Find(Core, Functions, Triggers.Value));

    [Fact]
    public void Every_timer_of_Core_has_its_trigger_and_period() => Fault.None(TimerCheck.Find(Core, Functions, Triggers.Value));

    [Fact]
    public void Every_queue_of_Core_has_its_trigger() => Fault.None(QueueCheck.Find(Core, Triggers.Value));

    [Fact]
    public void Every_route_of_the_API_has_its_function() => Fault.None(RouteCheck.Find(Core, Triggers.Value));

    [Fact]
    public void Every_option_is_in_the_example_of_settings() => Fault.None(OptionCheck.Find(Core, Functions, SourceTree.Read(OptionCheck.Example)));

    [Fact]
    public void Every_port_of_Core_is_given() => Fault.None(PortCheck.Find(Core, Functions));

    [Fact]
    public void Vendors_are_known_in_their_rooms_only() => Fault.None(RoomCheck.Find(Functions));

    [Fact]
    public void The_default_configurations_leave_it_alone()
    {
        var projects = SourceTree.Load("src", "*.csproj").Together(SourceTree.Load("tests", "*.csproj")).Together(SourceTree.Load("bench", "*.csproj"));
        Fault.None(SolutionCheck.Find(SourceTree.Read("LearnCoin.sln"), projects.Files.ToDictionary(StringComparer.Ordinal)));
    }

    private const string VendorHint =
        $"What a package has and only the declarations lack is added to {VendorDeclarations.Folder}, as the package's published API listing has it.";
}
