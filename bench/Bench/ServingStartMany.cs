namespace Cairn.Bench;

/// <summary>The same with fifty models.</summary>
internal sealed class ServingStartMany() : ServingStart(50, 5000)
{
    public override string Name => "serving-start-many";
}
