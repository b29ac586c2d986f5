namespace Cairn.Serving.Runs;

/// <summary>Has work for a thread of its own, until nothing waits.</summary>
internal interface IDrain
{
    void Drain();
}
