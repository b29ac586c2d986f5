using Microsoft.Extensions.ObjectPool;

namespace Cairn.Serving.Pipeline;

/// <summary>Keeps works from request to request.</summary>
internal sealed class WorkPool
{
    private readonly ObjectPool<InferenceWork> _works = new DefaultObjectPool<InferenceWork>(new Policy(), maximumRetained: 256);

    public InferenceWork Get() => _works.Get();

    public void Return(InferenceWork work) => _works.Return(work);

    private sealed class Policy : PooledObjectPolicy<InferenceWork>
    {
        public override InferenceWork Create() => new();

        public override bool Return(InferenceWork obj)
        {
            obj.Reset();
            return true;
        }
    }
}
