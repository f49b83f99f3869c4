using LearnCoin.Core.Kernel;
using LearnCoin.Core.Sessions;
using LearnCoin.Core.Tenants;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LearnCoin.Api.Console.Operators;

/// <summary>Tenants: list, make, look at, change. Their API keys are <see cref="TenantKeyPages"/>'.</summary>
internal static class TenantPages
{
    public const string Path = "/console/tenants";
    internal const string One = Path + "/{id}";

    private const int PageSize = 50;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapOperatorPage<TenantsPage, TenantsModel>(Path, static async call => await ListAsync(call, "", DefaultPlan(call), null));
        routes.MapOperatorAction(Path, CreateAsync);
        routes.MapOperatorPage<TenantPage, TenantModel>(One, static async call =>
            await OperatorPages.TenantAsync(call) is var found && found.IsOk ? await ModelAsync(call, found.Value) : found.Error!);
        routes.MapOperatorAction(One + "/rename", RenameAsync);
        routes.MapOperatorAction(One + "/plan", static (call, form) => ChangeAsync(call, "planSet", (changes, id) => changes.SetPlanAsync(id, form["plan"], CancellationToken.None)));
        Ask(routes, "suspend");
        routes.MapOperatorAction(One + "/suspend", static (call, _) => ChangeAsync(call, "suspended", static (changes, id) => changes.SuspendAsync(id, CancellationToken.None)));
        routes.MapOperatorAction(One + "/resume", static (call, _) => ChangeAsync(call, "resumed", static (changes, id) => changes.ResumeAsync(id, CancellationToken.None)));
        Ask(routes, "rotate-signing");
        routes.MapOperatorAction(One + "/rotate-signing", RotateAsync);
    }

    internal static string PathOf(Tenant tenant) => $"{Path}/{tenant.Id}";

    /// <summary>What the page of a tenant shows.</summary>
    public static async Task<TenantModel> ModelAsync(ConsoleCall call, Tenant tenant)
    {
        var (core, now) = (call.Core, call.Core.Time.GetUtcNow());
        var uses = new Dictionary<TenantEnvironment, MonthlyUse>();
        foreach (var environment in Enum.GetValues<TenantEnvironment>())
        {
            uses[environment] = await core.Quota.UseAsync(tenant.Id, environment, now, call.Aborted);
        }

        return new TenantModel(
            tenant,
            uses,
            core.Options.Plans.GetValueOrDefault(tenant.Plan)?.MonthlyCredentials,
            [.. (await core.ApiKeys.ListAsync(tenant.Id, call.Aborted)).Reverse()],
            await core.TenantKeys.ListAsync(tenant.Id, call.Aborted),
            now,
            new TenantForms(KeyForm.Empty, TenantEnvironment.Test, null, tenant.Name, null, Once.New(call)));
    }

    private static string DefaultPlan(ConsoleCall call) => call.Core.Options.Plans.Keys.First();

    private static void Ask(IEndpointRouteBuilder routes, string action) => routes.MapOperatorPage<TenantQuestionPage, TenantQuestion>(
        $"{One}/{action}", async call => await OperatorPages.TenantAsync(call) is var found && found.IsOk ? new TenantQuestion(found.Value, action, Once.New(call)) : found.Error!);

    private static async Task<TenantsModel> ListAsync(ConsoleCall call, string name, string plan, string? fault)
    {
        var (core, now) = (call.Core, call.Core.Time.GetUtcNow());
        var search = call.Context.Request.Query["q"].ToString().Trim();
        var cursor = TenantId.TryParse(call.Context.Request.Query["cursor"], out var last) ? last.Value : null;
        var all = (await core.Tenants.ListAsync(call.Aborted))
            .Where(tenant => search.Length == 0 || tenant.Id.Value == search || tenant.Names.Any(known => known.Contains(search, StringComparison.OrdinalIgnoreCase)))
            .OrderByDescending(static tenant => tenant.Id.Value, StringComparer.Ordinal)
            .ToList();
        var page = all.Where(tenant => cursor is null || string.CompareOrdinal(tenant.Id.Value, cursor) < 0).Take(PageSize + 1).ToList();
        var listed = await Task.WhenAll(page.Take(PageSize).Select(async tenant => new ListedTenant(
            tenant,
            await core.Quota.UsedAsync(tenant.Id, TenantEnvironment.Test, now, call.Aborted),
            await core.Quota.UsedAsync(tenant.Id, TenantEnvironment.Live, now, call.Aborted))));
        return new TenantsModel(listed, all.Count, search, page.Count > PageSize ? listed[^1].Tenant.Id : null, new TenantForm(name, plan, fault, Once.New(call)));
    }

    private static async Task<ConsoleAnswer> CreateAsync(ConsoleCall call, ConsoleForm form)
    {
        var (name, plan) = (form["name"], form["plan"]);
        if (!await call.Core.ConsoleSessions.TakeOnceAsync(call.Session, form[Once.Field], CancellationToken.None))
        {
            // A double click: the tenant stands in the list.
            return ConsoleAnswer.See(Path);
        }

        var made = await call.Core.TenantChanges.By(OperatorPages.Author(call)).CreateAsync(name, plan, CancellationToken.None);
        return made.IsOk
            ? ConsoleAnswer.See(PathOf(made.Value), NoticeTone.Good, call.Texts(OperatorPages.Texts)["created", ("id", made.Value.Id.Value)])
            : ConsoleAnswer.Show<TenantsPage, TenantsModel>(await ListAsync(call, name, plan, Sentence(call, made.Error)), StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<ConsoleAnswer> RenameAsync(ConsoleCall call, ConsoleForm form)
    {
        var tenant = await OperatorPages.TenantAsync(call);
        if (!tenant.IsOk)
        {
            return tenant.Error;
        }

        var renamed = await call.Core.TenantChanges.By(OperatorPages.Author(call)).RenameAsync(tenant.Value.Id, form["name"], CancellationToken.None);
        if (renamed.IsOk)
        {
            return Told(call, renamed.Value, "renamed");
        }

        var model = await ModelAsync(call, tenant.Value);
        return ConsoleAnswer.Show<TenantPage, TenantModel>(
            model with { Forms = model.Forms with { Name = form["name"], NameFault = Sentence(call, renamed.Error) } }, StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<ConsoleAnswer> ChangeAsync(ConsoleCall call, string told, Func<TenantChanges, TenantId, Task<Result<Tenant>>> change)
    {
        var tenant = await OperatorPages.TenantAsync(call);
        if (!tenant.IsOk)
        {
            return tenant.Error;
        }

        var changed = await change(call.Core.TenantChanges.By(OperatorPages.Author(call)), tenant.Value.Id);
        return changed.IsOk ? Told(call, changed.Value, told) : changed.Error;
    }

    private static async Task<ConsoleAnswer> RotateAsync(ConsoleCall call, ConsoleForm form)
    {
        var tenant = await OperatorPages.TenantAsync(call);
        if (!tenant.IsOk)
        {
            return tenant.Error;
        }

        // Each rotation is a key in the DID document for ever: a double click makes one.
        if (await call.Core.ConsoleSessions.TakeOnceAsync(call.Session, form[Once.Field], CancellationToken.None))
        {
            await call.Core.KeyRotation.By(OperatorPages.Author(call)).RotateAsync(tenant.Value.Id, CancellationToken.None);
        }

        return Told(call, tenant.Value, "rotated");
    }

    /// <summary>The core names fields by pointer and speaks English; the page has a sentence of its own for each.</summary>
    private static string Sentence(ConsoleCall call, Error error) =>
        call.Texts(OperatorPages.Texts).Find("fault." + error.Message.TrimStart('/').Split(':')[0]) ?? Refusals.Sentence(error, call.Language);

    private static ConsoleAnswer Told(ConsoleCall call, Tenant tenant, string text) =>
        ConsoleAnswer.See(PathOf(tenant), NoticeTone.Good, call.Texts(OperatorPages.Texts)[text]);
}
