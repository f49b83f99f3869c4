using LearnCoin.Core.Kernel;
using LearnCoin.Core.Sessions;
using LearnCoin.Core.Tenants;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LearnCoin.Api.Console;

/// <summary>A tenant's API keys of the environment that is signed in to: list, make, revoke.</summary>
internal static class KeyPages
{
    public const string Path = "/console/keys";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapTenantPage<KeysPage, KeysModel>(Path, KeyScopes.TenantManage, async call => await ModelAsync(call, KeyForm.Empty, null));
        routes.MapTenantAction(Path, KeyScopes.TenantManage, CreateAsync);
        routes.MapTenantPage<KeyRevocationPage, ApiKey>(Path + "/{id}/revoke", KeyScopes.TenantManage, FindAsync);
        routes.MapTenantAction(Path + "/{id}/revoke", KeyScopes.TenantManage, RevokeAsync);
    }

    private static async Task<KeysModel> ModelAsync(ConsoleCall call, KeyForm form, Error? error)
    {
        var keys = await call.Core.ApiKeys.ListAsync(call.Tenant.Id, call.Aborted);
        var now = call.Core.Time.GetUtcNow();
        return new KeysModel(
            [.. keys.Where(listed => listed.Key.Environment == call.Environment).Reverse()], now, form, error is null ? null : Sentence(call, error), Once.New(call));
    }

    private static async Task<ConsoleAnswer> CreateAsync(ConsoleCall call, ConsoleForm form)
    {
        var entered = KeyForm.Of(form);
        var wanted = Wanted(call, entered);
        if (!wanted.IsOk)
        {
            return ConsoleAnswer.Show<KeysPage, KeysModel>(await ModelAsync(call, entered, wanted.Error), StatusCodes.Status422UnprocessableEntity);
        }

        // The answer shows a secret, so it is no page that a reload could fetch again: a reload sends the form, which then makes nothing.
        if (!await call.Core.ConsoleSessions.TakeOnceAsync(call.Session, form["once"], CancellationToken.None))
        {
            return ConsoleAnswer.See(Path, NoticeTone.Neutral, call.Texts("console-keys")["again"]);
        }

        var made = await call.Core.ApiKeyChanges.CreateAsync(wanted.Value, call.Actor, call.RequestId, CancellationToken.None);
        return made.IsOk ? ConsoleAnswer.Show<NewKeyPage, NewKey>(new NewKey(made.Value.Key, made.Value.Text)) : made.Error;
    }

    private static Result<NewApiKey> Wanted(ConsoleCall call, KeyForm form)
    {
        if (form.Scopes.Count == 0 || !form.Scopes.All(static name => KeyScopeNames.TryParse(name, out _)))
        {
            return new Error(ErrorCode.InvalidFieldFormat, "/scope: expected one or more scopes");
        }

        var (core, tenant) = (call.Core, call.Tenant);
        var read = new NewKeyArguments(call.Environment, form.Name, form.Addresses, form.Scopes, form.Expires).Read(
            tenant, core.Options.Plans.GetValueOrDefault(tenant.Plan), core.Networks.Find(call.Environment) is not null, core.Time.GetUtcNow());
        return !read.IsOk ? read
            : read.Value.Fault(core.Time.GetUtcNow()) is { } fault ? fault
            : read.Value.ExcessOver(call.Caller.Key) is { } excess ? excess
            : read;
    }

    /// <summary>Another tenant's key and one of the other environment are not there.</summary>
    private static async Task<Result<ApiKey>> FindAsync(ConsoleCall call) =>
        ApiKeyId.TryParse(call.Route("id"), out var id)
        && await call.Core.ApiKeys.FindAsync(id, call.Aborted) is { } key
        && (key.Tenant, key.Environment) == (call.Tenant.Id, call.Environment)
            ? key
            : ConsoleGate.NotHere;

    private static async Task<ConsoleAnswer> RevokeAsync(ConsoleCall call, ConsoleForm form)
    {
        var key = await FindAsync(call);
        if (!key.IsOk)
        {
            return key.Error;
        }

        await call.Core.ApiKeyChanges.RevokeAsync(key.Value.Id, call.Actor, call.RequestId, CancellationToken.None);
        return ConsoleAnswer.See(Path, NoticeTone.Good, call.Texts("console-keys")["revoked", ("id", key.Value.Id.Value)]);
    }

    /// <summary>The core names fields by pointer and speaks English; the page has a sentence of its own for each field.</summary>
    internal static string Sentence(ConsoleCall call, Error error)
    {
        var field = error.Message.StartsWith('/') ? error.Message[1..].Split(':', '/')[0] : "";
        return call.Texts("console-keys").Find("fault." + field) ?? error.Message;
    }
}

/// <summary>What the page of the keys shows.</summary>
/// <param name="Keys">Newest first.</param>
/// <param name="Now">Tells which have expired.</param>
/// <param name="Form">What was entered.</param>
/// <param name="Error">What is wrong in it.</param>
/// <param name="Once">Tells this form from others.</param>
public sealed record KeysModel(IReadOnlyList<ListedApiKey> Keys, DateTimeOffset Now, KeyForm Form, string? Error, string Once);

/// <summary>What is entered of a new key.</summary>
public sealed record KeyForm(string? Name, IReadOnlyList<string> Scopes, IReadOnlyList<string> Addresses, string? Expires)
{
    private static readonly char[] Separators = [' ', ',', ';', '\n', '\r', '\t'];

    internal static KeyForm Empty { get; } = new(null, KeyScopeNames.Of(KeyScopes.All), [], null);

    internal static KeyForm Of(ConsoleForm form) => new(
        form.Text("name"), form.All("scope"), form["addresses"].Split(Separators, StringSplitOptions.RemoveEmptyEntries), form.Text("expires"));
}

/// <summary>A key that was just made.</summary>
/// <param name="Key">Its record.</param>
/// <param name="Text">The key itself: shown here and nowhere again.</param>
public sealed record NewKey(ApiKey Key, string Text)
{
    /// <summary>The id alone.</summary>
    public override string ToString() => Key.Id.Value;
}
