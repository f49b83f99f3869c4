using LearnCoin.Core.Kernel;
using LearnCoin.Core.Sessions;
using LearnCoin.Core.Tenants;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LearnCoin.Api.Console.Operators;

/// <summary>A tenant's API keys as operators make and revoke them.</summary>
internal static class TenantKeyPages
{
    private const string Keys = TenantPages.One + "/keys";
    private const string Revocation = Keys + "/{key}/revoke";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapOperatorAction(Keys, CreateAsync);
        routes.MapOperatorPage<TenantKeyRevocationPage, TenantKeyModel>(Revocation, FindAsync);
        routes.MapOperatorAction(Revocation, RevokeAsync);
    }

    private static async Task<ConsoleAnswer> CreateAsync(ConsoleCall call, ConsoleForm form)
    {
        var tenant = await OperatorPages.TenantAsync(call);
        if (!tenant.IsOk)
        {
            return tenant.Error;
        }

        var (core, entered) = (call.Core, KeyForm.Of(form));
        var environment = form["environment"] == TenantEnvironment.Live.Name() ? TenantEnvironment.Live : TenantEnvironment.Test;
        var wanted = Wanted(call, tenant.Value, environment, entered);
        if (!wanted.IsOk)
        {
            var model = await TenantPages.ModelAsync(call, tenant.Value);
            var forms = model.Forms with { Key = entered, KeyEnvironment = environment, KeyFault = KeyPages.Sentence(call, wanted.Error) };
            return ConsoleAnswer.Show<TenantPage, TenantModel>(model with { Forms = forms }, StatusCodes.Status422UnprocessableEntity);
        }

        // The answer shows a secret, so it is no page that a reload could fetch again: a reload sends the form, which then makes nothing.
        if (!await core.ConsoleSessions.TakeOnceAsync(call.Session, form[Once.Field], CancellationToken.None))
        {
            return ConsoleAnswer.See(TenantPages.PathOf(tenant.Value), NoticeTone.Neutral, call.Texts("console-keys")["again"]);
        }

        var made = await core.ApiKeyChanges.CreateAsync(wanted.Value, call.Actor, call.RequestId, CancellationToken.None);
        return made.IsOk
            ? ConsoleAnswer.Show<TenantKeyPage, TenantKeyModel>(new TenantKeyModel(tenant.Value, made.Value.Key, made.Value.Text))
            : made.Error;
    }

    private static Result<NewApiKey> Wanted(ConsoleCall call, Tenant tenant, TenantEnvironment environment, KeyForm form)
    {
        if (form.Scopes.Count == 0 || !form.Scopes.All(static name => KeyScopeNames.TryParse(name, out _)))
        {
            return new Error(ErrorCode.InvalidFieldFormat, "/scope: expected one or more scopes");
        }

        var now = call.Core.Time.GetUtcNow();
        var read = new NewKeyArguments(environment, form.Name, form.Addresses, form.Scopes, form.Expires).Read(
            tenant, call.Core.Options.Plans.GetValueOrDefault(tenant.Plan), call.Core.Networks.Find(environment) is not null, now);
        return read.IsOk && read.Value.Fault(now) is { } fault ? fault : read;
    }

    /// <summary>A key that is another tenant's is not there.</summary>
    private static async Task<Result<TenantKeyModel>> FindAsync(ConsoleCall call)
    {
        var tenant = await OperatorPages.TenantAsync(call);
        return !tenant.IsOk ? tenant.Error
            : ApiKeyId.TryParse(call.Route("key"), out var id) && await call.Core.ApiKeys.FindAsync(id, call.Aborted) is { } key && key.Tenant == tenant.Value.Id
                ? new TenantKeyModel(tenant.Value, key, null)
                : ConsoleGate.NotHere;
    }

    private static async Task<ConsoleAnswer> RevokeAsync(ConsoleCall call, ConsoleForm form)
    {
        var found = await FindAsync(call);
        if (!found.IsOk)
        {
            return found.Error;
        }

        await call.Core.ApiKeyChanges.RevokeAsync(found.Value.Key.Id, call.Actor, call.RequestId, CancellationToken.None);
        return ConsoleAnswer.See(
            TenantPages.PathOf(found.Value.Tenant), NoticeTone.Good, call.Texts("console-keys")["revoked", ("id", found.Value.Key.Id.Value)]);
    }
}
