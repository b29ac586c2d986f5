namespace Cairn.Serving.V2;

/// <summary>
/// Finds the greatest of many values in room for so many alone: a heap whose root is the least of those kept, which the next greater one replaces.
/// NaN is less than everything; of equals the first is the greater.
/// </summary>
/// <param name="room">For the places of as many as are wanted.</param>
internal readonly ref struct Greatest<T>(Span<int> room)
    where T : IComparable<T>
{
    private readonly Span<int> _heap = room;

    /// <summary>Their places, the greatest first; valid until the next call.</summary>
    /// <param name="values">At least as many as are wanted.</param>
    public ReadOnlySpan<int> Of(ReadOnlySpan<T> values)
    {
        if (_heap.IsEmpty) return [];
        for (int i = 0; i < _heap.Length; i++) _heap[i] = i;
        for (int i = (_heap.Length / 2) - 1; i >= 0; i--) Sink(values, i, _heap.Length);
        for (int i = _heap.Length; i < values.Length; i++)
        {
            // It comes after all that are kept: an equal one stays out.
            if (values[i].CompareTo(values[_heap[0]]) <= 0) continue;
            _heap[0] = i;
            Sink(values, 0, _heap.Length);
        }

        for (int left = _heap.Length - 1; left > 0; left--)
        {
            (_heap[0], _heap[left]) = (_heap[left], _heap[0]);
            Sink(values, 0, left);
        }

        return _heap;
    }

    private void Sink(ReadOnlySpan<T> values, int at, int count)
    {
        for (int child; (child = (2 * at) + 1) < count; at = child)
        {
            if (child + 1 < count && IsLess(values, _heap[child + 1], _heap[child])) child++;
            if (!IsLess(values, _heap[child], _heap[at])) return;
            (_heap[at], _heap[child]) = (_heap[child], _heap[at]);
        }
    }

    private static bool IsLess(ReadOnlySpan<T> values, int a, int b) => values[a].CompareTo(values[b]) is var order && (order < 0 || (order == 0 && a > b));
}
