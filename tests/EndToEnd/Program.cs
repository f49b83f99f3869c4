using LearnCoin.EndToEnd.Faults;
using LearnCoin.EndToEnd.Kill;
using LearnCoin.EndToEnd.Parts;

// A test run does not come here. `host` is the process that tests kill, `kill N` is scripts/campaign, `forge` is for tests/Interop.
return args switch
{
    ["host"] => await FaultHost.RunAsync(),
    ["kill", var moments] => await KillCampaign.RunAsync(moments),
    ["forge", var tenant, var model, var output] => await Forger.RunAsync(tenant, model, output),
    _ => 2,
};
