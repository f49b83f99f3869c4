using LearnCoin.Api.Http;
using LearnCoin.Api.Site;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Sessions;
using Microsoft.AspNetCore.Http;

namespace LearnCoin.Api.Console;

/// <summary>How the console answers.</summary>
internal sealed class ConsoleAnswer
{
    private readonly Func<ConsoleCall, Task> write;

    private ConsoleAnswer(Func<ConsoleCall, Task> write) => this.write = write;

    /// <summary>The handler has answered by itself, such as with a file.</summary>
    public static ConsoleAnswer Given { get; } = new(static _ => Task.CompletedTask);

    /// <summary>A page.</summary>
    /// <param name="model">Its model.</param>
    /// <param name="status">422 for a form that is shown again with what is wrong in it.</param>
    /// <param name="policy">Content-Security-Policy; null: <see cref="PagePolicy.Active"/>.</param>
    public static ConsoleAnswer Show<TPage, TModel>(TModel model, int status = StatusCodes.Status200OK, string? policy = null)
        where TPage : ConsolePage<TModel> => new(call =>
        {
            call.Context.Response.StatusCode = status;
            call.IsNoticeShown = !HttpMethods.IsHead(call.Context.Request.Method);
            return Page.WriteAsync<TPage>(
                call.Context, policy ?? PagePolicy.Active, (nameof(ConsolePage<>.Call), call), (nameof(ConsolePage<>.Model), model));
        });

    /// <summary>After a form: the page to go to (303), which tells how it went.</summary>
    /// <param name="path">Under <c>/console</c>; may hold ids, never what somebody wrote.</param>
    /// <param name="tone">How it went.</param>
    /// <param name="text">What is told. It is stored until it is shown: ids and fixed words only.</param>
    public static ConsoleAnswer See(string path, NoticeTone tone, string text) => new(async call =>
    {
        // Not cancelled with the connection: what was done is done.
        await call.Core.ConsoleSessions.TellAsync(call.Session, new ConsoleNotice(tone, text), CancellationToken.None);
        Redirect(call.Context, path);
    });

    /// <summary>As above, with nothing to tell.</summary>
    public static ConsoleAnswer See(string path) => new(call =>
    {
        Redirect(call.Context, path);
        return Task.CompletedTask;
    });

    /// <summary>A page that says why not, with the status of the error.</summary>
    public static ConsoleAnswer Refuse(Error error) => new(call => Refusals.WriteAsync(call.Context, call, call.Language, error));

    /// <summary>The form is not one of this session's pages.</summary>
    public static ConsoleAnswer ForeignForm { get; } = new(static call => Refusals.WriteForeignFormAsync(call.Context, call, call.Language));

    public static implicit operator ConsoleAnswer(Error error) => Refuse(error);

    public Task WriteAsync(ConsoleCall call) => write(call);

    internal static void Redirect(HttpContext context, string path)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = path;
    }
}
