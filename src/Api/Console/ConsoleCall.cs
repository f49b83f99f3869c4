using LearnCoin.Api.Http;
using LearnCoin.Api.Site;
using LearnCoin.Core;
using LearnCoin.Core.Audit;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Sessions;
using LearnCoin.Core.Tenants;
using Microsoft.AspNetCore.Http;

namespace LearnCoin.Api.Console;

/// <summary>A request of somebody who is signed in to the console: looked at anew at every request.</summary>
public sealed class ConsoleCall
{
    private readonly Caller? caller;

    /// <param name="context">The request.</param>
    /// <param name="core">The product.</param>
    /// <param name="session">Open.</param>
    /// <param name="caller">The key of a tenant's session, still in use; null: an operator's.</param>
    internal ConsoleCall(HttpContext context, LearnCoinCore core, ConsoleSession session, Caller? caller)
    {
        (Context, Core, Session, this.caller) = (context, core, session, caller);
        Language = PageLanguage.Of(context);
    }

    public HttpContext Context { get; }

    public LearnCoinCore Core { get; }

    public ConsoleSession Session { get; }

    /// <summary>Of the answer.</summary>
    public string Language { get; }

    /// <summary>Set by the page that shows <see cref="ConsoleSession.Notice"/>.</summary>
    public bool IsNoticeShown { get; set; }

    public bool IsOperator => caller is null;

    /// <summary>A tenant's key and tenant, as an endpoint of the API would have them.</summary>
    /// <exception cref="InvalidOperationException">An operator is signed in.</exception>
    internal Caller Caller => caller ?? throw new InvalidOperationException("An operator has no key");

    public Tenant Tenant => Caller.Tenant;

    public TenantEnvironment Environment => Caller.Environment;

    /// <summary>What the key may do; of operators nothing is asked.</summary>
    public KeyScopes Scopes => caller?.Key.Scopes ?? KeyScopes.None;

    /// <summary>Who does what is done, as in <see cref="AuditEntry.Actor"/>.</summary>
    public string Actor => Session.Identity.Actor;

    public string RequestId => RequestIds.Of(Context);

    public CancellationToken Aborted => Context.RequestAborted;

    /// <summary>What every form of the page carries.</summary>
    public string FormToken => Console.FormToken.Of(Session);

    /// <summary>Value of a part of the route, as it was sent.</summary>
    public string Route(string name) => Context.Request.RouteValues[name] as string ?? "";

    /// <summary>Texts of an area in the answer's language.</summary>
    internal Texts Texts(string area) => Site.Texts.For(area, Language);
}
