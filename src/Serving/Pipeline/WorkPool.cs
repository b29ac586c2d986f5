using Microsoft.Extensions.ObjectPool;

namespace Cairn.Serving.Pipeline;

/// <summary>Keeps works from request to request.</summary>
internal sealed class WorkPool(Admission admission)
{
    private readonly ObjectPool<InferenceWork> _works = new DefaultObjectPool<InferenceWork>(new Policy(admission), maximumRetained: 256);

    public InferenceWork Get() => _works.Get();

    public void Return(InferenceWork work) => _works.Return(work);

    private sealed class Policy(Admission admission) : PooledObjectPolicy<InferenceWork>
    {
        public override InferenceWork Create() => new(new RequestMemory(admission));

        public override bool Return(InferenceWork obj)
        {
            obj.Reset();
            return true;
        }
    }
}
