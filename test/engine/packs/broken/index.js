throw new Error('this pack does not load');
