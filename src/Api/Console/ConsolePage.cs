using LearnCoin.Api.Site;
using Microsoft.AspNetCore.Components;

namespace LearnCoin.Api.Console;

/// <summary>A page of the console. Puts its content into <see cref="ConsoleFrame"/>.</summary>
public abstract class ConsolePage<TModel> : ComponentBase
{
    [Parameter, EditorRequired] public ConsoleCall Call { get; set; } = null!;

    [Parameter, EditorRequired] public TModel Model { get; set; } = default!;

    /// <summary>Texts of the page's area.</summary>
    private protected Texts TextsOf(string area) => Call.Texts(area);
}
