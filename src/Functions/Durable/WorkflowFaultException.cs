using Microsoft.DurableTask;

namespace LearnCoin.Functions.Durable;

/// <summary>
/// What leaves a workflow or an activity in place of the exception that ended it: Durable keeps messages in histories and the host logs them,
/// and exception texts may hold data. The message is the type name of the original, and there is no inner exception.
/// </summary>
public sealed class WorkflowFaultException : Exception
{
    private WorkflowFaultException(string type)
        : base(type)
    {
    }

    internal static WorkflowFaultException Of(Exception exception) => new(exception.GetType().Name);

    /// <summary>Type name of the exception that ended a workflow or an activity; of a failure of Durable's own that one's type, never its text.</summary>
    internal static string TypeOf(TaskFailureDetails? failure)
    {
        var type = ShortName(failure?.ErrorType);
        return type == nameof(WorkflowFaultException) ? ShortName(failure!.ErrorMessage) : type;
    }

    private static string ShortName(string? type)
    {
        var name = type?[(type.LastIndexOf('.') + 1)..] ?? "";
        return name.Length > 0 && name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '`' or '+') ? name : nameof(Exception);
    }
}
