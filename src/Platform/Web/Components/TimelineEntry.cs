using Microsoft.AspNetCore.Components;

namespace Cairn.Platform.Web;

/// <summary>One thing that happened, as a sentence with links.</summary>
public sealed record TimelineEntry(DateTimeOffset At, string Icon, Token Token, RenderFragment Sentence)
{
    public static TimelineEntry Plain(DateTimeOffset at, string icon, Token token, string sentence) => new(at, icon, token, b => b.AddContent(0, sentence));
}
