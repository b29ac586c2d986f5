namespace Cairn.Maturity.Facts;

/// <summary>The facts of a project as of an instant, with what they were folded from.</summary>
internal sealed record FoldedProject(FoldContext Context, FactSet Facts);
