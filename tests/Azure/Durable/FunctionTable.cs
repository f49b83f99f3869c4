using System.Reflection;
using LearnCoin.Functions.Durable;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace LearnCoin.Azure.Tests.Durable;

/// <summary>The Durable functions of the Azure host, found by their attributes as the Functions worker finds them.</summary>
internal static class FunctionTable
{
    private static readonly IReadOnlyList<MethodInfo> Functions =
        [.. typeof(DurableWorkflows).Assembly.GetTypes().SelectMany(static type => type.GetMethods()).Where(static method => TriggerOf(method) is not null)];

    public static IReadOnlyList<string> Orchestrators { get; } = Names<OrchestrationTriggerAttribute>();

    public static IReadOnlyList<string> Activities { get; } = Names<ActivityTriggerAttribute>();

    /// <summary>Puts every function behind its name; <paramref name="create"/> makes the object that holds it, as the worker's container does.</summary>
    public static void Register(DurableTaskRegistry registry, Func<Type, object> create, Func<DurableTaskClient> client)
    {
        foreach (var method in Functions)
        {
            var holder = create(method.DeclaringType!);
            if (TriggerOf(method) is OrchestrationTriggerAttribute)
            {
                registry.AddOrchestratorFunc<WorkflowInput, string>(NameOf(method), (context, input) => (Task<string>)method.Invoke(holder, [context, input])!);
            }
            else
            {
                registry.AddActivityFunc<string, string>(
                    NameOf(method), (_, input) => (Task<string>)method.Invoke(holder, [input, client(), CancellationToken.None])!);
            }
        }
    }

    private static List<string> Names<T>() => [.. Functions.Where(static method => TriggerOf(method) is T).Select(NameOf).Order(StringComparer.Ordinal)];

    private static string NameOf(MethodInfo method) => method.GetCustomAttribute<FunctionAttribute>()!.Name;

    private static Attribute? TriggerOf(MethodInfo method) => method.GetCustomAttribute<FunctionAttribute>() is null
        ? null
        : method.GetParameters().SelectMany(static parameter => parameter.GetCustomAttributes()).FirstOrDefault(static attribute =>
            attribute is OrchestrationTriggerAttribute or ActivityTriggerAttribute);
}
