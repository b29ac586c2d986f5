using Cairn.Platform.Web;
using Microsoft.AspNetCore.Components;

namespace Cairn.Maturity.Sentences;

/// <summary>What happened, in one sentence with links.</summary>
internal sealed record Sentence(string Icon, Token Token, IReadOnlyList<SentencePart> Parts)
{
    public string Text => string.Concat(Parts.Select(p => p.Text));

    public RenderFragment Html => builder =>
    {
        foreach (SentencePart part in Parts)
        {
            if (part.Href is null)
            {
                builder.AddContent(0, part.Text);
                continue;
            }
            builder.OpenElement(1, "a");
            builder.AddAttribute(2, "href", part.Href);
            builder.AddContent(3, part.Text);
            builder.CloseElement();
        }
    };
}
