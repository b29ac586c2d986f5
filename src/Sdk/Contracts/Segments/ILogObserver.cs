namespace Cairn.Contracts.Segments;

/// <summary>Is told on the flusher's thread what became of one record; must be quick.</summary>
public interface ILogObserver
{
    void Durable(SegmentPosition position);

    void Lost(Exception fault);
}
